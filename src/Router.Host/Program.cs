using Router.Host.Commands;

return await RouterCommand.RunAsync(args, CommandTerminal.OfProcess()).ConfigureAwait(false);
