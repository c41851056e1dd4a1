namespace Router.Routing;

/// <summary>How large a request is, worked out when somebody asks.</summary>
internal interface IRequestSize
{
    /// <summary>Its input, by estimate, in tokens.</summary>
    long InputTokens { get; }

    /// <summary>How long its answer may become, in tokens; null where the request sets no limit.</summary>
    int? OutputTokens { get; }

    /// <summary>How many images it asks for; 0 where it asks for none.</summary>
    int ImagesAsked { get; }
}
