namespace Router.Providers.WorkersAI;

/// <summary>The form of a model's id, such as <c>@cf/meta/llama-3.1-8b-instruct</c>.</summary>
internal static class ModelName
{
    /// <summary>Whether it can stand in a path as it is: two or more segments of plain characters, none of them a step upwards.</summary>
    internal static bool IsValid(string model) =>
        model.Split('/') is { Length: >= 2 } segments && segments.All(s => IsPlain(s, "@._-:") && s is not "." and not "..");

    /// <summary>The id itself.</summary>
    /// <exception cref="ArgumentException">It cannot stand in a path.</exception>
    internal static string Checked(string model) =>
        IsValid(model)
            ? model
            : throw new ArgumentException("The model's id is not one of Workers AI, such as '@cf/meta/llama-3.1-8b-instruct'.");

    /// <summary>Whether a text holds letters, digits and the characters of <paramref name="also"/> alone.</summary>
    internal static bool IsPlain(string text, string also) =>
        text.Length > 0 && text.All(c => char.IsAsciiLetterOrDigit(c) || also.Contains(c, StringComparison.Ordinal));
}
