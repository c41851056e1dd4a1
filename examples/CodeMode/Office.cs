using System.Text.Json;
using Microsoft.Extensions.AI;
using Router;
using Router.CodeMode.Durability.Stores;
using Router.CodeMode.Execution;
using Router.CodeMode.Loop;
using Router.CodeMode.QuickJs;
using Router.CodeMode.Sdk;
using Router.Emulators;
using Router.Emulators.Chat;
using Router.Providers;

namespace CodeModeExample;

/// <summary>What the two processes do.</summary>
internal sealed class Office(string folder)
{
    private const string Sum = """
        const open = await invoices.list({ state: "overdue" });
        const totals = {};
        for (const invoice of open) totals[invoice.supplier] = (totals[invoice.supplier] ?? 0) + invoice.amount;
        const rows = await Promise.all(Object.entries(totals).map(async ([id, total]) => ({ name: (await suppliers.get({ id })).name, total })));
        return rows.sort((a, b) => b.total - a.total);
        """;

    private const string Pay = """
        const [first] = await invoices.list({ state: "overdue" });
        const payment = await payments.create({ supplier: first.supplier, amount: first.amount, currency: "EUR" });
        return `${first.id} is paid by ${payment.id}`;
        """;

    private readonly string _conversation = Path.Combine(folder, "conversation.json");
    private bool _good = true;

    internal async Task<bool> BeginAsync()
    {
        await using EmulatorHost emulators = await StartAsync();
        await using ModelRouter router = Router();
        await using CodeExecutor executor = Executor();
        using IChatClient client = Client(router, executor);
        ChatOptions options = new() { Tools = [.. OfficeTools.All(folder)] };

        Console.WriteLine("1. Whom do we owe most? Five hundred functions, two tool calls.");
        Says(emulators, Call("generate_code", "task", "sum up overdue invoices by supplier"), Call("execute_code", "code", Sum), Reply.Say("Paper & Co, 220."));
        ChatResponse response = await client.GetResponseAsync("Whom do we owe most?", options);
        foreach (ChatMessage message in response.Messages)
        {
            foreach (AIContent content in message.Contents)
            {
                Console.WriteLine($"   {Shown(message, content)}");
            }
        }

        Check(response.Text == "Paper & Co, 220." && response.Messages.SelectMany(message => message.Contents).OfType<FunctionResultContent>().Count() == 2);
        TokenTable.Print(OfficeTools.All(folder), emulators.OpenAI.Requests.Snapshot());

        Console.WriteLine("\n2. Pay the first one: a person has to approve it.");
        Says(emulators, Call("execute_code", "code", Pay));
        List<ChatMessage> messages = [new(ChatRole.User, "Pay the first overdue invoice.")];
        response = await client.GetResponseAsync(messages, options);
        messages.AddRange(response.Messages);
        ToolApprovalRequestContent? asked = response.Messages.SelectMany(message => message.Contents).OfType<ToolApprovalRequestContent>().SingleOrDefault();
        Check(asked is not null && !File.Exists(Path.Combine(folder, "payments.txt")));
        Console.WriteLine($"   waits for an approval of {Shown(asked?.ToolCall)}; the process ends");
        await File.WriteAllTextAsync(_conversation, JsonSerializer.Serialize(messages, AIJsonUtilities.DefaultOptions));
        return _good;
    }

    internal async Task<bool> ApproveAsync()
    {
        await using EmulatorHost emulators = await StartAsync();
        await using ModelRouter router = Router();
        await using CodeExecutor executor = Executor();
        using IChatClient client = Client(router, executor);

        Console.WriteLine("\n3. Another process: approved.");
        List<ChatMessage> messages = JsonSerializer.Deserialize<List<ChatMessage>>(await File.ReadAllTextAsync(_conversation), AIJsonUtilities.DefaultOptions)!;
        ToolApprovalRequestContent asked = messages.SelectMany(message => message.Contents).OfType<ToolApprovalRequestContent>().Single();
        messages.Add(new ChatMessage(ChatRole.User, [asked.CreateResponse(approved: true)]));
        Says(emulators, Reply.Say("I-1 is paid."));
        ChatResponse response = await client.GetResponseAsync(messages, new ChatOptions { Tools = [.. OfficeTools.All(folder)] });
        FunctionResultContent? result = response.Messages.SelectMany(message => message.Contents).OfType<FunctionResultContent>().LastOrDefault();
        Console.WriteLine($"   the program went on and answered {result?.Result}");
        Console.WriteLine($"   {response.Text}");
        Check(response.Text == "I-1 is paid." && (await File.ReadAllLinesAsync(Path.Combine(folder, "payments.txt"))).Length == 1);
        Console.WriteLine(_good ? "\nAll went as it should." : "\nNot everything went as it should.");
        return _good;
    }

    private static async Task<EmulatorHost> StartAsync()
    {
        EmulatorHost emulators = await EmulatorHost.StartAsync();
        EmulatorEnvironment.Apply(emulators);
        return emulators;
    }

    private static ModelRouter Router()
    {
        ModelRouterOptions options = new();
        foreach (global::Router.Adapters.IProviderType type in DefaultProviders.All)
        {
            options.ProviderTypes.Add(type);
        }

        return ModelRouter.FromFile(Path.Combine(AppContext.BaseDirectory, "providers.json"), options);
    }

    private CodeExecutor Executor() => QuickJsCodeExecutor.Create(new CodeExecutorOptions { Store = new FileCodeRunStore(Path.Combine(folder, "runs")) });

    private static IChatClient Client(ModelRouter router, CodeExecutor executor) => router.GetChatClient("assistant").WithCodeMode(new CodeModeOptions
    {
        Executor = executor,
        Catalogue = new CodeModeCatalogue(),
        TokenCounter = new O200kTokenCounter(),
    });

    private static void Says(EmulatorHost emulators, params Reply[] replies)
    {
        foreach (Reply reply in replies)
        {
            emulators.OpenAI.Replies.Enqueue(reply);
        }
    }

    private static Reply Call(string tool, string parameter, string text) =>
        Reply.Call(tool, $"{{\"{parameter}\":{JsonSerializer.Serialize(text, AIJsonUtilities.DefaultOptions)}}}");

    private static string Shown(ChatMessage message, AIContent content) => content switch
    {
        FunctionCallContent call => $"model calls {call.Name}: {Cut(string.Join(", ", call.Arguments!.Values))}",
        FunctionResultContent result => $"is answered: {Cut($"{result.Result}")}",
        TextContent text => $"{message.Role} says: {text.Text}",
        _ => content.GetType().Name,
    };

    private static string Shown(AIContent? content) =>
        content is FunctionCallContent call ? $"{call.Name}({string.Join(", ", call.Arguments!.Select(argument => $"{argument.Key}: {argument.Value}"))})" : "nothing";

    private static string Cut(string text)
    {
        string line = text.ReplaceLineEndings(" ");
        return line.Length > 150 ? line[..150] + "…" : line;
    }

    private void Check(bool holds)
    {
        _good &= holds;
        if (!holds)
        {
            Console.WriteLine("   that is not as it should be");
        }
    }
}
