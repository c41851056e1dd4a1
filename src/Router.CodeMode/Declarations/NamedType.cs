using System.Runtime.CompilerServices;
using System.Text.Json;

namespace Router.CodeMode.Declarations;

/// <summary>A definition that references point to, read when it is first needed. Thread-safe.</summary>
/// <param name="registry">Whose gate it is read under: definitions may need each other, so that they cannot have one each.</param>
/// <param name="key">Two of one key are one type.</param>
/// <param name="name">The name it would like.</param>
/// <param name="schema">Its schema.</param>
/// <param name="read">Reads it.</param>
internal sealed class NamedType(TypeRegistry registry, string key, string name, JsonElement schema, Func<TypeNode> read)
{
    private TypeNode? _body;
    private bool _reading;

    internal string Key => key;

    internal string Name => name;

    internal JsonElement Schema => schema;

    /// <summary>What it is. Null: it is being read by this very thread, so it goes in a circle; or too many need each other.</summary>
    internal TypeNode? Body
    {
        get
        {
            lock (registry.Gate)
            {
                if (_body is not null || _reading || !RuntimeHelpers.TryEnsureSufficientExecutionStack())
                {
                    return _body;
                }

                _reading = true;
                try
                {
                    return _body = read();
                }
                finally
                {
                    _reading = false;
                }
            }
        }
    }
}
