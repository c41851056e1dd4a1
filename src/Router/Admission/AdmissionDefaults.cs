namespace Router.Admission;

/// <summary>The defaults of admission.</summary>
internal static class AdmissionDefaults
{
    internal const string StoreType = "memory";
    internal const int Instances = 1;
    internal const int QueueLimit = 100;
    internal const double SoftShare = 0.8;

    /// <summary>What an answer is taken for where the request does not limit it.</summary>
    internal const int OutputTokens = 1024;

    internal static readonly TimeSpan StoreTimeout = TimeSpan.FromMilliseconds(50);
    internal static readonly TimeSpan QueueTimeout = TimeSpan.FromSeconds(10);

    /// <summary>How often the first of a queue asks a shared store again that told no time.</summary>
    internal static readonly TimeSpan AskAgain = TimeSpan.FromSeconds(1);

    /// <summary>How long leases and holds stand without being renewed.</summary>
    internal static readonly TimeSpan Expiry = TimeSpan.FromSeconds(60);
}
