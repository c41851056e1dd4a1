namespace Router.CodeMode.Declarations;

/// <summary>What a <see cref="DeclarationDetail"/> means in numbers.</summary>
internal sealed record DetailProfile
{
    private static readonly DetailProfile[] All =
    [
        new() { ParameterDepth = 0, ParameterMembers = 8, ResultDepth = 0, ResultMembers = 0, Values = 6, RequiredOnly = true },
        new() { ParameterDepth = 1, ParameterMembers = 24, ResultDepth = 1, ResultMembers = 8, Values = 8, Summary = 80 },
        new() { ParameterDepth = 3, ParameterMembers = 40, ResultDepth = 2, ResultMembers = 20, Values = 16, Summary = 120, Comment = 80 },
        new() { ParameterDepth = 6, ParameterMembers = 100, ResultDepth = 4, ResultMembers = 60, Values = 60, Summary = 160, Description = 300, Comment = 240, Limits = true },
    ];

    /// <summary>Levels of objects below the arguments themselves.</summary>
    internal required int ParameterDepth { get; init; }

    /// <summary>Members of one object of a parameter.</summary>
    internal required int ParameterMembers { get; init; }

    /// <summary>Levels of objects in the result.</summary>
    internal required int ResultDepth { get; init; }

    internal required int ResultMembers { get; init; }

    /// <summary>Values of one enumeration.</summary>
    internal required int Values { get; init; }

    /// <summary>Characters of the summary.</summary>
    internal int Summary { get; init; }

    /// <summary>Characters of a function's description.</summary>
    internal int Description { get; init; }

    /// <summary>Characters of what a parameter or a member means.</summary>
    internal int Comment { get; init; }

    /// <summary>Whether lengths, patterns and examples are told.</summary>
    internal bool Limits { get; init; }

    internal bool RequiredOnly { get; init; }

    internal static DetailProfile Of(DeclarationDetail detail) => All[(int)detail];
}
