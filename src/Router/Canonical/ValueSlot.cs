using Microsoft.Extensions.AI;

namespace Router.Canonical;

/// <summary>A place in an answer that can hold any object: JSON alone does not tell what kind of object it was.</summary>
internal readonly struct ValueSlot
{
    private readonly IDictionary<string, object?>? _dictionary;
    private readonly string? _name;
    private readonly FunctionResultContent? _result;

    internal ValueSlot(IDictionary<string, object?> dictionary, string name)
    {
        _dictionary = dictionary;
        _name = name;
    }

    internal ValueSlot(FunctionResultContent result) => _result = result;

    internal object? Value
    {
        get => _result is not null ? _result.Result : _dictionary![_name!];
        set
        {
            if (_result is not null)
            {
                _result.Result = value;
            }
            else
            {
                _dictionary![_name!] = value;
            }
        }
    }
}
