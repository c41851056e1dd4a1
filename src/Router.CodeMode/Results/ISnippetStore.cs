namespace Router.CodeMode.Results;

/// <summary>The snippets that exist. Models cannot write to it. Thread-safe.</summary>
public interface ISnippetStore
{
    /// <summary>All of them at this moment.</summary>
    IReadOnlyCollection<Snippet> All { get; }

    /// <summary>The snippet of this name. Null: there is none.</summary>
    Snippet? Find(string name);
}
