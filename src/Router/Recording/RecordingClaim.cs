namespace Router.Recording;

/// <summary>A number that is taken, and the file that says so.</summary>
internal sealed record RecordingClaim(int Number, string File);
