using Microsoft.Extensions.AI;
using Router.CodeMode.Execution;
using Router.CodeMode.Programs;
using Router.CodeMode.Results;

namespace Router.CodeMode.Loop;

/// <summary>Has the coder write a program for a task, checks it, and lets it be mended once. What does not pass is not handed on.</summary>
internal sealed class ProgramDrafter(CodeSession session)
{
    private const string Instructions =
        "Write one JavaScript program for the task. It is the body of an async function: call the declared functions with await, and return the "
        + "result, only what the task asks for. No imports, no network, no other functions. Answer with the program alone.";

    internal async ValueTask<ProgramDraft> DraftAsync(string task, SdkSlice slice, CancellationToken cancellationToken)
    {
        UsageDetails? usage = null;
        List<ChatMessage> messages = [new(ChatRole.User, $"{slice.Declarations}\n\nTask: {task}")];
        SessionDispatcher dispatcher = new(session, string.Empty);
        try
        {
            for (int attempt = 0; attempt < 2; attempt++)
            {
                ChatResponse response = await session.Options.Coder!
                    .GetResponseAsync(messages, new ChatOptions { Instructions = Instructions }, cancellationToken).ConfigureAwait(false);
                usage = UsageSum.Add(usage, response.Usage);
                string program = ProgramFence.Find(response.Text)?.Text ?? response.Text;
                if (string.IsNullOrWhiteSpace(program))
                {
                    break;
                }

                IReadOnlyList<CodeError> errors = await session.Options.ProgramChecker!.CheckAsync(program, dispatcher, cancellationToken).ConfigureAwait(false);
                if (errors.Count == 0)
                {
                    return new ProgramDraft(program.Trim(), usage);
                }

                messages.Add(new ChatMessage(ChatRole.Assistant, response.Text));
                messages.Add(new ChatMessage(ChatRole.User, $"The program is wrong:\n{string.Join('\n', errors.Take(10).Select(Say))}\nAnswer with the whole program, mended."));
            }
        }
        catch (Exception exception) when (exception is not OperationCanceledException || !cancellationToken.IsCancellationRequested)
        {
            // The declarations do without a draft; that the coder failed is told by its own client.
        }

        return new ProgramDraft(null, usage);
    }

    private static string Say(CodeError error) =>
        (error.Line is { } line ? $"Line {line}: " : string.Empty) + error.Message + (error.Hint is { } hint ? $" {hint}" : string.Empty);
}
