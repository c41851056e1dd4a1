namespace Router.Providers.Replicate;

/// <summary>How a prediction's event stream ended.</summary>
internal enum ReplicateStreamEnd
{
    /// <summary>Without saying so, or it never began.</summary>
    Cut,

    /// <summary>It said that it is done.</summary>
    Done,

    /// <summary>It told of an error or a cancellation.</summary>
    Failed,
}
