using Router.CodeMode.Catalogue;
using Router.CodeMode.Catalogue.OpenApi;
using Router.CodeMode.Tests.Npm;

namespace Router.CodeMode.Tests.Corpora;

/// <summary>The operations of GitHub's OpenAPI document, as an application gets them. They are only to be read.</summary>
internal static class GitHubFunctions
{
    private static readonly Lazy<IReadOnlyList<CatalogueFunction>> Loaded = new(Load);

    internal static IReadOnlyList<CatalogueFunction> All => Loaded.Value;

    private static IReadOnlyList<CatalogueFunction> Load()
    {
        using HttpMessageHandler unused = OpenApiHandlers.Create();
        OpenApiSource source = new(File.ReadAllBytes(NpmFolder.GitHubDocument), unused, new OpenApiSourceOptions { Root = "github" });
        return source.LoadAsync(CancellationToken.None).AsTask().GetAwaiter().GetResult();
    }
}
