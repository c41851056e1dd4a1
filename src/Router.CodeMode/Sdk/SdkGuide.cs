using Router.CodeMode.Catalogue;
using Router.CodeMode.Declarations;
using Router.CodeMode.Loop;
using Router.CodeMode.Search;
using Router.Tokenizers;

namespace Router.CodeMode.Sdk;

/// <summary>Tells a model of a catalogue: the best functions for its task as declarations, what else there is, and a program to begin with.</summary>
internal sealed class SdkGuide : ISdkGuide
{
    private const int MostFunctions = 8;
    private const int MostNamespaces = 30;
    private const int OneFunction = 600;

    // What scores less than this part of the best is of another subject.
    private const float Related = 0.3f;

    private readonly FunctionCatalogue _catalogue;
    private readonly Lazy<FunctionIndex> _index;
    private readonly DeclarationWriter _writer = new();
    private readonly O200kTokenizer _tokenizer = new();

    internal SdkGuide(FunctionCatalogue catalogue)
    {
        _catalogue = catalogue;
        _index = new Lazy<FunctionIndex>(() => new FunctionIndex(catalogue.Functions));
    }

    public ValueTask<SdkSlice> SliceAsync(string task, int tokenBudget, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(task);
        IReadOnlyList<FunctionHit> hits = _index.Value.Search(task, MostFunctions);
        if (hits.Count == 0)
        {
            return new(new SdkSlice("There are no functions.", string.Empty, string.Empty));
        }

        CatalogueFunction[] best = [.. hits.Where(hit => hit.Score >= hits[0].Score * Related).Select(hit => hit.Function)];
        string others = Others(tokenBudget / 4);
        string starter = StarterProgram.Of(best[0]);
        starter = _tokenizer.Count(starter) <= tokenBudget / 4 ? starter : string.Empty;

        // The two headings of SdkSlice.Text are a few tokens more.
        int left = tokenBudget - _tokenizer.Count(others) - _tokenizer.Count(starter) - 10;
        DeclarationText text = _writer.Write(best, new DeclarationOptions { TokenBudget = left });
        if (text.Included.Count == 0)
        {
            // Declarations before everything else: what is named can be asked for.
            (others, starter) = (string.Empty, string.Empty);
            text = _writer.Write(best, new DeclarationOptions { TokenBudget = tokenBudget });
        }

        return new(new SdkSlice(text.Included.Count > 0 ? text.Text.TrimEnd() : Names(best, tokenBudget), others, starter));
    }

    public string? Describe(string name) => _catalogue.Find(name) is { } function
        && _writer.Write([function], new DeclarationOptions { TokenBudget = OneFunction }) is { Included.Count: > 0 } text ? text.Text.TrimEnd() : null;

    public string? Suggest(string name) => _index.Value.Search(name, 1) is [{ Score: > 0 } hit] ? hit.Function.Name : null;

    // By namespace: a model that finds nothing here asks again in other words, and does not guess names.
    private string Others(int budget)
    {
        int left = budget - 20;
        List<string> named = [];
        foreach (CatalogueNamespace space in _catalogue.Namespaces.Take(MostNamespaces))
        {
            string text = space.Name.Length > 0 ? $"{space.Name}.* ({space.Count})" : $"{space.Count} at the top";
            left -= _tokenizer.Count(text) + 1;
            if (left < 0)
            {
                break;
            }

            named.Add(text);
        }

        int more = _catalogue.Namespaces.Count - named.Count;
        return $"{string.Join(", ", named)}{(more > 0 ? $"{(named.Count > 0 ? ", " : string.Empty)}{more} more namespaces" : string.Empty)}. For others call generate_code again with other words.";
    }

    private string Names(CatalogueFunction[] best, int budget)
    {
        string names = best[0].Name;
        foreach (CatalogueFunction function in best.Skip(1))
        {
            string longer = $"{names}\n{function.Name}";
            if (_tokenizer.Count(longer) > budget)
            {
                break;
            }

            names = longer;
        }

        return names;
    }
}
