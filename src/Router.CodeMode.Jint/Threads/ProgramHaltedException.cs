namespace Router.CodeMode.Jint.Threads;

#pragma warning disable CA1032, CA1064 // Thrown in one place and caught in one.
internal sealed class ProgramHaltedException : Exception;
#pragma warning restore CA1032, CA1064
