using Microsoft.Extensions.DependencyInjection.Extensions;
using Router.Admission;
using Router.DependencyInjection;
using Router.Sqlite.Admission;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Adds what keeps Router's state in SQLite.</summary>
public static class SqliteStoreExtensions
{
    /// <summary>
    /// Registers <see cref="SqliteAdmissionStoreType"/>, so that <c>store.type</c> may be <c>sqlite</c>. Calling this twice does no harm.
    /// </summary>
    /// <exception cref="ArgumentNullException"><paramref name="builder"/> is null.</exception>
    public static IRouterBuilder AddSqliteStore(this IRouterBuilder builder)
    {
        ArgumentNullException.ThrowIfNull(builder);
        builder.Services.TryAddEnumerable(ServiceDescriptor.Singleton<IAdmissionStoreType, SqliteAdmissionStoreType>());
        return builder;
    }
}
