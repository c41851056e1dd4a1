using System.Text.Json;
using Router.CodeMode.Execution;

namespace Router.CodeMode.Catalogue;

/// <summary>A call of a catalogue's function. Immutable.</summary>
/// <param name="Call">The call as the program made it.</param>
/// <param name="Arguments">Its arguments by parameter, without those that were not given.</param>
public sealed record CatalogueCall(CodeCall Call, IReadOnlyDictionary<string, JsonElement> Arguments);
