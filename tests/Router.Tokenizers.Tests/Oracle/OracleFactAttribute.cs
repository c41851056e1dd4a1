namespace Router.Tokenizers.Tests.Oracle;

/// <summary>A fact that asks gpt-tokenizer; skipped, with the reason, where it cannot be asked.</summary>
public sealed class OracleFactAttribute : FactAttribute
{
    public OracleFactAttribute() => Skip = GptTokenizer.Missing;
}
