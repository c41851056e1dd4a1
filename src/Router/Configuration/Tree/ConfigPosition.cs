namespace Router.Configuration.Tree;

/// <summary>A place in a file: line and column, both counted from 1.</summary>
internal readonly record struct ConfigPosition(int Line, int Column);
