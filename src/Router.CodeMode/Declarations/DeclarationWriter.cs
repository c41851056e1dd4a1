using System.Runtime.CompilerServices;
using Router.CodeMode.Catalogue;
using Router.Tokenizers;

namespace Router.CodeMode.Declarations;

/// <summary>
/// Declares functions in TypeScript, within a budget of tokens: the first ones in more detail than the last ones. Thread-safe. The schemas
/// of a function are read once, for as long as the function lives.
/// </summary>
/// <remarks>The text depends on nothing but the functions and the options. Schemas may be anything: what is too deep or too large is <c>any</c>.</remarks>
public sealed class DeclarationWriter
{
    /// <summary>Functions beyond those that fit that are tried all the same: a smaller one may.</summary>
    private const int MostTries = 50;

    private readonly O200kTokenizer _tokenizer = new();
    private readonly Lock _gate = new();
    private Cache _cache = new();

    /// <summary>Declares functions.</summary>
    /// <param name="functions">The functions, the most wanted first. Names are taken as they are: identifiers joined by dots.</param>
    /// <param name="options">Null: the defaults.</param>
    /// <exception cref="ArgumentNullException"><paramref name="functions"/> is null.</exception>
    public DeclarationText Write(IReadOnlyList<CatalogueFunction> functions, DeclarationOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(functions);
        options ??= new DeclarationOptions();
        Cache cache = CurrentCache();
        if (options.TokenBudget == int.MaxValue)
        {
            return Finish(functions, [.. functions.Select(function => ((FunctionShape Shape, DeclarationDetail Detail)?)(cache.Of(function), options.Detail))]);
        }

        DeclarationPlan plan = new(functions.Count, index => cache.Of(functions[index]), options.Detail, CountAlone);
        plan.Fill(options.TokenBudget, MostTries);
        int planned = plan.Tokens;
        DeclarationText text = Fit(functions, plan, options.TokenBudget);

        // Types that several share cost less than was planned: what that leaves is spent too.
        long left = planned - (long)text.Tokens;
        if (left > options.TokenBudget / 20 && text.Tokens < options.TokenBudget - (options.TokenBudget / 10) && !plan.IsAll)
        {
            DeclarationPlan more = new(functions.Count, index => cache.Of(functions[index]), options.Detail, CountAlone);
            more.Fill((int)Math.Min(int.MaxValue - 1, options.TokenBudget + left), MostTries);
            DeclarationText larger = Finish(functions, more.Levels);
            return larger.Tokens <= options.TokenBudget ? larger : text;
        }

        return text;
    }

    private DeclarationText Fit(IReadOnlyList<CatalogueFunction> functions, DeclarationPlan plan, int budget)
    {
        while (true)
        {
            DeclarationText text = Finish(functions, plan.Levels);
            if (text.Tokens <= budget || text.Included.Count == 0)
            {
                return text;
            }

            plan.Shrink();
        }
    }

    private DeclarationText Finish(IReadOnlyList<CatalogueFunction> functions, IReadOnlyList<(FunctionShape Shape, DeclarationDetail Detail)?> levels)
    {
        (string text, IReadOnlyList<string> unshown) = DeclarationAssembly.Write([.. levels.Where(level => level is not null).Select(level => level!.Value)]);
        return new DeclarationText(
            text,
            _tokenizer.Count(text),
            [.. functions.Where((_, index) => levels[index] is not null)],
            [.. functions.Where((_, index) => levels[index] is null)],
            unshown);
    }

    private int CountAlone(FunctionShape shape, DeclarationDetail detail) => _tokenizer.Count(DeclarationAssembly.Write([(shape, detail)]).Text);

    private Cache CurrentCache()
    {
        lock (_gate)
        {
            // Definitions of functions that are gone are only ever dropped all together.
            return _cache.Registry.IsFull ? _cache = new Cache() : _cache;
        }
    }

    private sealed class Cache
    {
        private readonly ConditionalWeakTable<CatalogueFunction, FunctionShape> _shapes = [];

        internal TypeRegistry Registry { get; } = new();

        internal FunctionShape Of(CatalogueFunction function) => _shapes.GetValue(function, unread => FunctionShape.Read(unread, Registry));
    }
}
