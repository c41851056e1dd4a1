namespace Router.Providers.Tests.WorkersAI;

/// <summary>Every shape a stream has been seen in, and what it says.</summary>
internal static class StreamPlans
{
    internal static readonly Dictionary<string, StreamPlan> All = new()
    {
        ["native with padding and usage"] = new(
            """
            {"response":"Hel","p":"abcdef"}
            {"tool_calls":[],"p":"abc"}
            {"response":"lo","p":"ab"}
            {"response":"","usage":{"prompt_tokens":2,"completion_tokens":2,"total_tokens":4}}
            """, "Hello", Tokens: 4),
        ["native tool frames"] = new(
            """
            {"tool_calls":[{"id":"t1","type":"function","index":0,"function":{"name":"f","arguments":"{\"a\""}}]}
            {"tool_calls":[{"index":0,"function":{"arguments":":1}"}}],"p":"x"}
            {"finish_reason":"tool_calls"}
            {"tool_calls":[],"p":"abc"}
            """, "", "tool_calls", Call: "t1 f 1"),
        ["chunks with usage on each"] = new(
            """
            {"id":"c","choices":[{"index":0,"delta":{"role":"assistant","content":""}}],"usage":{"prompt_tokens":2,"completion_tokens":0,"total_tokens":2}}
            {"id":"c","choices":[{"index":0,"delta":{"reasoning_content":"hm"}}],"usage":{"prompt_tokens":2,"completion_tokens":1,"total_tokens":3}}
            {"id":"c","choices":[{"index":0,"delta":{"content":"hi"}}],"usage":{"prompt_tokens":2,"completion_tokens":2,"total_tokens":4}}
            {"id":"c","choices":[{"index":0,"delta":{},"finish_reason":"stop"}],"usage":{"prompt_tokens":0,"completion_tokens":0,"total_tokens":0}}
            """, "hi", Reasoning: "hm", Tokens: 4),
        ["gemma"] = new(
            """
            {"id":"c","choices":[{"index":0,"delta":{"role":"assistant","content":""}}]}
            {"id":"c","choices":[{"index":0,"delta":{"reasoning":"hm"}}]}
            {"id":"c","choices":[{"index":0,"delta":{"content":"hi"}}]}
            {"id":"c","choices":[{"index":0,"delta":{},"finish_reason":"stop"}],"usage":{"prompt_tokens":1,"completion_tokens":2,"total_tokens":3}}
            {"response":"","usage":{"neurons":2.8}}
            {"response":"","usage":{"neurons":0}}
            """, "hi", Reasoning: "hm", Tokens: 3, Neurons: 2.8),
        ["calls closed by nulls"] = new(
            """
            {"id":"c","choices":[{"index":0,"delta":{"tool_calls":[{"index":0,"id":"t1","type":"function","function":{"name":"f","arguments":""}}]}}]}
            {"id":"c","choices":[{"index":0,"delta":{"tool_calls":[{"index":0,"function":{"arguments":"{\"a\":1}"}}]}}]}
            {"id":"c","choices":[{"index":0,"delta":{"tool_calls":[{"index":0,"id":null,"function":{"name":null,"arguments":""}}]}}]}
            {"id":"c","choices":[{"index":0,"delta":{},"finish_reason":"tool_calls"}]}
            """, "", "tool_calls", Call: "t1 f 1"),
        ["values for tokens, native"] = new(
            """
            {"response":"$"}
            {"response":0.50}
            {"response":true,"p":"x"}
            {"response":null,"p":"xyz"}
            {"response":" end"}
            {"response":null,"usage":{"prompt_tokens":1,"completion_tokens":5,"total_tokens":6}}
            {"response":null,"tool_calls":[]}
            """, "$0.50truenull end", Tokens: 6),
        ["values for tokens, in chunks"] = new(
            """
            {"choices":[{"index":0,"delta":{"content":"$"}}]}
            {"choices":[{"index":0,"delta":{"content":0.005}}]}
            {"choices":[{"index":0,"delta":{"content":null,"role":"assistant"}}]}
            {"choices":[{"index":0,"delta":{"content":false}}]}
            {"choices":[{"index":0,"delta":{"content":null},"finish_reason":"model_length"}]}
            """, "$0.005false", "length"),
        ["several finish reasons, the last at the top"] = new(
            """
            {"choices":[{"index":0,"delta":{"content":"hi"},"finish_reason":null}]}
            {"choices":[{"index":0,"delta":{},"finish_reason":"stop"}]}
            {"finish_reason":"length"}
            """, "hi", "length"),
        ["text in the frame that ends"] = new(
            """
            {"choices":[{"index":0,"delta":{"content":"hi"}}]}
            {"choices":[{"index":0,"finish_reason":"stop","delta":{"content":" there"}}]}
            """, "hi there"),
        ["both forms in one frame"] = new(
            """
            {"response":"hi","choices":[{"index":0,"delta":{"content":"hi"}}]}
            {"choices":[{"index":0,"delta":{"content":" you"}}],"response":""}
            {"response":"","choices":[{"index":0,"delta":{"content":""}}],"tool_calls":[]}
            {"finish_reason":null,"response":"","choices":[{"index":0,"delta":{"content":"!"},"finish_reason":"stop"}]}
            """, "hi you!"),
        ["calls in both forms, and repeated"] = new(
            """
            {"response":null,"tool_calls":[{"id":"t1","type":"function","index":0,"function":{"name":"f","arguments":"{\"a\":1}"}}],"choices":[{"index":0,"delta":{"tool_calls":[{"id":"t1","type":"function","index":0,"function":{"name":"f","arguments":"{\"a\":1}"}}]}}]}
            {"tool_calls":[{"id":"t1","type":"function","index":0,"function":{"name":"f","arguments":"{\"a\":1}"}}]}
            {"finish_reason":"tool_calls"}
            """, "", "tool_calls", Call: "t1 f 1"),
        ["nulls that are no tokens, in any order"] = new(
            """
            {"response":"hi"}
            {"tool_calls":[],"response":null}
            {"usage":null,"p":"ab","response":null}
            {"p":"ab","response":null}
            {"finish_reason":"stop","response":null}
            """, "hinull"),
        ["a bill without tokens"] = new(
            """
            {"response":"hi"}
            {"response":"","usage":{"neurons":2.8}}
            """, "hi", Neurons: 2.8),
        ["text of a text completion"] = new(
            """
            {"choices":[{"index":0,"text":"h"}]}
            {"choices":[{"index":0,"text":"i","finish_reason":"stop"}]}
            """, "hi"),
        ["escapes and letters beyond ASCII"] = new(
            """
            {"response":"a\n\"b\" "}
            {"response":"\u00e9 \ud83d\ude00 ü"}
            {"finish_reason":"stop"}
            """, "a\n\"b\" é 😀 ü"),
    };
}
