using System.CommandLine;
using System.CommandLine.Parsing;
using Router.Configuration;
using Router.Pinning;
using Router.Providers;

namespace Router.Host.Commands;

/// <summary><c>router pin</c>: writes the lock file, or with <c>--check</c> compares it with what the providers say.</summary>
internal static class PinCommand
{
    private const string Explanation =
        "Finds the exact version behind each model of the configuration and writes it to the lock file. At OpenAI an unpinned chat model is "
        + "asked one tiny question for that, which is billed; everything else is free. Exit codes: 0 all is well, 1 with --check when lock and "
        + "providers no longer agree, 2 a configuration or lock file that cannot be used, 3 a provider that failed or lacks a model.";

    internal static Command Create(CommandTerminal terminal)
    {
        Option<string> config = new("--config", "-c")
        {
            Description = "The configuration file.",
            DefaultValueFactory = _ => "providers.json",
        };
        Option<string?> lockFile = new("--lock") { Description = "The lock file. Default: the one the configuration names, beside it." };
        Option<bool> check = new("--check") { Description = "Compare only; write nothing." };
        Option<bool> json = new("--json") { Description = "Write the outcome as JSON." };
        config.Validators.Add(NeedsName);
        lockFile.Validators.Add(NeedsName);
        Command command = new("pin", Explanation) { config, lockFile, check, json };
        command.SetAction((parsed, cancellationToken) => RunAsync(
            parsed.GetValue(config)!, parsed.GetValue(lockFile), parsed.GetValue(check), parsed.GetValue(json), terminal, cancellationToken));
        return command;
    }

    private static void NeedsName(OptionResult result)
    {
        if (result.Tokens is [{ Value: var path }] && string.IsNullOrWhiteSpace(path))
        {
            result.AddError($"'{result.Option.Name}' needs the name of a file.");
        }
    }

    private static async Task<int> RunAsync(
        string config, string? lockFile, bool check, bool json, CommandTerminal terminal, CancellationToken cancellationToken)
    {
        try
        {
            ModelRouterOptions options = new();
            foreach (Adapters.IProviderType type in DefaultProviders.All)
            {
                options.ProviderTypes.Add(type);
            }

            PinService service = PinService.FromFile(config, options, lockFile);
            await using (service.ConfigureAwait(false))
            {
                IReadOnlyList<PinDrift> drifts = check
                    ? await service.CheckAsync(cancellationToken).ConfigureAwait(false)
                    : await service.PinAsync(cancellationToken).ConfigureAwait(false);
                int code = CodeOf(drifts, check);
                if (json)
                {
                    await terminal.Output.WriteLineAsync(PinOutcome.ToJson(service.LockPath, check, code, drifts)).ConfigureAwait(false);
                }
                else
                {
                    PinTable.Write(terminal, service.LockPath, check, drifts);
                }

                return code;
            }
        }
        catch (Exception exception) when (exception is RouterConfigurationException or PinLockException)
        {
            await terminal.Error.WriteLineAsync(exception.Message).ConfigureAwait(false);
            return ExitCodes.Configuration;
        }
    }

    // What is not known weighs more than what is known to differ.
    private static int CodeOf(IReadOnlyList<PinDrift> drifts, bool check) =>
        drifts.Any(drift => drift.Status == PinStatus.Failed || (!check && drift.Status == PinStatus.Unresolvable)) ? ExitCodes.Provider
        : check && drifts.Any(drift => drift.IsDrift) ? ExitCodes.Drift
        : ExitCodes.Ok;
}
