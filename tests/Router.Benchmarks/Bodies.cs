using System.Text;

namespace Router.Benchmarks;

/// <summary>What the providers answer in the benchmarks: the recorded shapes, of a short answer and of a stream of 100 tokens.</summary>
internal static class Bodies
{
    internal const int StreamedTokens = 100;

    internal static byte[] OpenAIUnary { get; } = Encoding.UTF8.GetBytes(
        """
        {"id":"chatcmpl-1","object":"chat.completion","created":1727888631,"model":"gpt-4o-mini-2024-07-18","choices":[{"index":0,"message":{"role":"assistant","content":"Hello! How can I assist you today?","refusal":null},"logprobs":null,"finish_reason":"stop"}],"usage":{"prompt_tokens":8,"completion_tokens":9,"total_tokens":17,"prompt_tokens_details":{"cached_tokens":0},"completion_tokens_details":{"reasoning_tokens":0}},"system_fingerprint":"fp_f85bea6784"}
        """);

    internal static byte[] OpenAIStream { get; } = Encoding.UTF8.GetBytes(string.Concat(OpenAIFrames()));

    internal static byte[] WorkersAIUnary { get; } = Encoding.UTF8.GetBytes(
        """{"result":{"response":"Hello! How can I assist you today?","usage":{"prompt_tokens":8,"completion_tokens":9,"total_tokens":17}},"success":true,"errors":[],"messages":[]}""");

    internal static byte[] ReplicateUnary { get; } = Encoding.UTF8.GetBytes(
        """{"id":"p1","model":"meta/meta-llama-3-8b-instruct","version":"hidden","input":{"prompt":"hello"},"logs":"","output":["Hello","!"," How"," can"," I"," assist","?"],"error":null,"status":"succeeded","created_at":"2026-01-02T03:04:05Z","started_at":"2026-01-02T03:04:05Z","completed_at":"2026-01-02T03:04:06Z","metrics":{"predict_time":0.5,"token_input_count":8,"token_output_count":7},"urls":{"get":"https://api.replicate.com/v1/predictions/p1","cancel":"https://api.replicate.com/v1/predictions/p1/cancel"}}""");

    private static IEnumerable<string> OpenAIFrames()
    {
        const string Head = """data: {"id":"chatcmpl-1","object":"chat.completion.chunk","created":1727889370,"model":"gpt-4o-mini-2024-07-18","system_fingerprint":"fp_f85bea6784",""";
        yield return Head + "\"choices\":[{\"index\":0,\"delta\":{\"role\":\"assistant\",\"content\":\"\",\"refusal\":null},\"logprobs\":null,\"finish_reason\":null}],\"usage\":null}\n\n";
        for (int index = 0; index < StreamedTokens; index++)
        {
            yield return Head + "\"choices\":[{\"index\":0,\"delta\":{\"content\":\" token\"},\"logprobs\":null,\"finish_reason\":null}],\"usage\":null}\n\n";
        }

        yield return Head + "\"choices\":[{\"index\":0,\"delta\":{},\"logprobs\":null,\"finish_reason\":\"stop\"}],\"usage\":null}\n\n";
        yield return Head + "\"choices\":[],\"usage\":{\"prompt_tokens\":8,\"completion_tokens\":100,\"total_tokens\":108}}\n\n";
        yield return "data: [DONE]\n\n";
    }
}
