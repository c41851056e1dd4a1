namespace Router.CodeMode.Catalogue;

/// <summary>A catalogue cannot be made: two functions of one name, a document that is none, a name that cannot be called.</summary>
public sealed class CatalogueException : Exception
{
    /// <summary>Makes one without words.</summary>
    public CatalogueException()
    {
    }

    /// <summary>Makes one that says where, what, and what would be right.</summary>
    public CatalogueException(string message)
        : base(message)
    {
    }

    /// <summary>Makes one with its cause.</summary>
    public CatalogueException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
