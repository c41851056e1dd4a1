using System.Text;
using BenchmarkDotNet.Attributes;
using Router.Providers;

namespace Router.Benchmarks;

/// <summary>Reading, checking and putting in force a configuration of 1,000 routes with two targets each.</summary>
[MemoryDiagnoser]
public class LoadBenchmarks
{
    private const int Routes = 1000;

    private readonly ModelRouterOptions _options = new();
    private string _path = "";

    [GlobalSetup]
    public void Write()
    {
        foreach (Router.Adapters.IProviderType type in DefaultProviders.All)
        {
            _options.ProviderTypes.Add(type);
        }

        StringBuilder text = new("""{"providers":{"a":{"type":"openai","apiKey":"${env:PATH}"},"b":{"type":"openai","endpoint":"http://127.0.0.1:1/v1"}},"routes":{""");
        for (int index = 0; index < Routes; index++)
        {
            text.Append(index == 0 ? "" : ",").Append("\"route").Append(index)
                .Append("\":{\"targets\":[{\"provider\":\"a\",\"model\":\"gpt-4o-mini\"},{\"provider\":\"b\",\"model\":\"m\"}],\"timeouts\":{\"total\":\"00:01:00\"}}");
        }

        _path = Path.Combine(Path.GetTempPath(), $"router-bench-{Environment.ProcessId}.json");
        File.WriteAllText(_path, text.Append("}}").ToString());
    }

    [GlobalCleanup]
    public void Delete() => File.Delete(_path);

    [Benchmark]
    public int ThousandRoutes()
    {
        using ModelRouter router = ModelRouter.FromFile(_path, _options);
        return router.Routes.Count;
    }
}
