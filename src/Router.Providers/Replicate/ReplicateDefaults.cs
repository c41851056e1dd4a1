namespace Router.Providers.Replicate;

/// <summary>The names and default values of the Replicate provider.</summary>
internal static class ReplicateDefaults
{
    /// <summary>The name in <c>type</c>, and the provider's name in metadata.</summary>
    internal const string Name = "replicate";

    /// <summary>How many status requests in a row may fail before a prediction that is running is given up.</summary>
    internal const int FailedPolls = 4;

    /// <summary>How many status requests follow a stream that said it is done, to learn what was used.</summary>
    internal const int UsagePolls = 5;

    /// <summary>The largest image or file that is read, in bytes.</summary>
    internal const int MaxFileBytes = 64 * 1024 * 1024;

    /// <summary>The largest input file sent as a data URI, in bytes; above it, it goes over the Files API. Source: Replicate's input files guide.</summary>
    internal const int MaxDataUriBytes = 256 * 1024;

    /// <summary>By how much each wait between two status requests is longer than the last.</summary>
    internal const double PollGrowth = 1.5;

    internal static readonly Uri Endpoint = new("https://api.replicate.com/v1");

    /// <summary>
    /// Short on purpose. While the create call is held open the prediction's id is unknown, so a request that is given up in
    /// that time can be cancelled at the provider only when the call comes back.
    /// </summary>
    internal static readonly TimeSpan Wait = TimeSpan.FromSeconds(5);

    /// <summary>The longest that Replicate holds a create call open.</summary>
    internal static readonly TimeSpan MaxWait = TimeSpan.FromSeconds(60);

    internal static readonly TimeSpan PollInterval = TimeSpan.FromMilliseconds(500);

    internal static readonly TimeSpan MinPollInterval = TimeSpan.FromMilliseconds(50);

    internal static readonly TimeSpan MaxPollInterval = TimeSpan.FromSeconds(5);

    /// <summary>The shortest deadline that Replicate takes in <c>Cancel-After</c>.</summary>
    internal static readonly TimeSpan MinCancelAfter = TimeSpan.FromSeconds(5);

    /// <summary>
    /// How long a create call may go on after its request was given up, beyond the time it is held open. Nobody waits for it, and
    /// aborting it early would lose the id of a prediction that is running.
    /// </summary>
    internal static readonly TimeSpan CreateTime = TimeSpan.FromSeconds(30);

    /// <summary>How long a cancel request may take, and how long disposing the provider waits for those under way.</summary>
    internal static readonly TimeSpan CancelTime = TimeSpan.FromSeconds(3);
}
