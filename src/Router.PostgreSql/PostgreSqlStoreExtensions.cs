using Microsoft.Extensions.DependencyInjection.Extensions;
using Router.Admission;
using Router.DependencyInjection;
using Router.PostgreSql.Admission;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Adds what keeps Router's state in PostgreSQL.</summary>
public static class PostgreSqlStoreExtensions
{
    /// <summary>
    /// Registers <see cref="PostgreSqlAdmissionStoreType"/>, so that <c>store.type</c> may be <c>postgres</c>. Calling this twice does no harm.
    /// </summary>
    /// <exception cref="ArgumentNullException"><paramref name="builder"/> is null.</exception>
    public static IRouterBuilder AddPostgreSqlStore(this IRouterBuilder builder)
    {
        ArgumentNullException.ThrowIfNull(builder);
        builder.Services.TryAddEnumerable(ServiceDescriptor.Singleton<IAdmissionStoreType, PostgreSqlAdmissionStoreType>());
        return builder;
    }
}
