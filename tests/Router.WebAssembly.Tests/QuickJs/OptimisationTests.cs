using System.Diagnostics.Tracing;
using System.Reflection;
using Router.CodeMode.QuickJs.Generated;

namespace Router.WebAssembly.Tests.QuickJs;

public class OptimisationTests
{
    // Calls are counted only once start-up has calmed down, so there have to be many.
    private const int Scripts = 300_000;

    [Fact]
    public void The_just_in_time_compiler_optimises_even_the_largest_function()
    {
        var largest = typeof(QuickJsModule).GetMethods(BindingFlags.Static | BindingFlags.NonPublic)
            .MaxBy(method => method.GetMethodBody()?.GetILAsByteArray()?.Length ?? 0)!;
        using var listener = new TierListener(largest.Name);
        using var quickJs = new TranslatedQuickJs();
        for (var i = 0; i < Scripts && !listener.Seen.IsSet; i++)
        {
            quickJs.Evaluate("[3, 1, 2].map(x => x + 1).sort((a, b) => a - b).join()").Should().Be("2,3,4");
        }

        listener.Seen.Wait(TimeSpan.FromSeconds(30)).Should().BeTrue($"{largest.Name} runs often enough to be compiled again");
        listener.NotOptimised.Should().BeEmpty("a method over 20,000 instructions, or too complex otherwise, is compiled without optimisation");
    }

    private sealed class TierListener : EventListener
    {
        private const EventKeywords Jit = (EventKeywords)0x10;
        private const int MinimalOptimisation = 1;
        private const int FullOptimisation = 4;

        private readonly string _awaited;
        private readonly List<string> _notOptimised = [];

        public TierListener(string awaited)
        {
            _awaited = awaited;
            foreach (var source in EventSource.GetSources().Where(source => source.Name == "Microsoft-Windows-DotNETRuntime"))
            {
                EnableEvents(source, EventLevel.Verbose, Jit);
            }
        }

        public ManualResetEventSlim Seen { get; } = new();

        public IReadOnlyList<string> NotOptimised => _notOptimised;

        protected override void OnEventWritten(EventWrittenEventArgs eventData)
        {
            if (eventData.EventName?.StartsWith("MethodLoadVerbose", StringComparison.Ordinal) != true
                || Text(eventData, "MethodNamespace") != typeof(QuickJsModule).FullName)
            {
                return;
            }

            var tier = (Convert.ToUInt32(Value(eventData, "MethodFlags"), System.Globalization.CultureInfo.InvariantCulture) >> 7) & 7;
            if (tier == MinimalOptimisation)
            {
                _notOptimised.Add(Text(eventData, "MethodName"));
            }

            if (tier is FullOptimisation or MinimalOptimisation && Text(eventData, "MethodName") == _awaited)
            {
                Seen.Set();
            }
        }

        private static object Value(EventWrittenEventArgs data, string name) => data.Payload![data.PayloadNames!.IndexOf(name)]!;

        private static string Text(EventWrittenEventArgs data, string name) => (string)Value(data, name);
    }
}
