namespace Router.Emulators.Json;

internal enum ViolationKind
{
    Type,
    Required,
    Unknown,
    Value,
    Length,
}
