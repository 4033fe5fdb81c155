using System.Globalization;
using MultiAgentEdge.Host.Commands;
using MultiAgentEdge.Naming;

namespace MultiAgentEdge.Host.Cluster;

/// <summary>
/// Where a cluster's silos find each other: <c>redis://host[:port][/name]</c>, or <c>postgres://user@host[:port]/name</c>, where the name
/// is that of the database too. Its password is in the environment
/// (<see cref="PasswordVariable"/>) or in a file that it names (<see cref="PasswordFileVariable"/>), never in the address: command lines
/// are seen by others.
/// </summary>
/// <param name="Host">Of the store.</param>
/// <param name="Port">TCP, 1 to 65535.</param>
/// <param name="Name">Of the cluster: several may share a store.</param>
/// <param name="User">Null: the store's default.</param>
public sealed record ClusterAddress(string Host, int Port, string Name, string? User)
{
    public const string PasswordVariable = "MAE_CLUSTER_PASSWORD";
    public const string PasswordFileVariable = "MAE_CLUSTER_PASSWORD_FILE";
    public const string Example = "redis://127.0.0.1:6379/lab";
    public const string PostgresExample = "postgres://mae@127.0.0.1/lab";

    private const string Redis = "redis";
    private const int RedisPort = 6379;
    private const string Postgres = "postgres";
    private const int PostgresPort = 5432;
    private const string DefaultName = "mae";

    /// <summary>The store is PostgreSQL; else Redis.</summary>
    public bool IsPostgres { get; init; }

    /// <summary>For people: never the password.</summary>
    public string Text => string.Create(CultureInfo.InvariantCulture, $"{(IsPostgres ? Postgres : Redis)}://{Host}:{Port}/{Name}");

    /// <exception cref="MaeException">MAE559: it is none, or holds a password.</exception>
    public static ClusterAddress Parse(string text)
    {
        if (!Uri.TryCreate(text, UriKind.Absolute, out var uri) || uri.Host.Length == 0 || uri.Query.Length + uri.Fragment.Length > 0)
            throw Wrong("is no address");
        var isPostgres = uri.Scheme is Postgres or "postgresql";
        if (!isPostgres && uri.Scheme != Redis)
            throw Wrong($"begins with {NameText.Short(uri.Scheme)}://, and there are redis:// and postgres://");
        if (uri.UserInfo.Contains(':', StringComparison.Ordinal))
        {
            throw new MaeException(
                ExitCode.Usage, "MAE559",
                "The address of the cluster's store holds a password, which everybody on this machine could read.",
                $"Leave it out and put it into {PasswordVariable}, or its file's path into {PasswordFileVariable}.");
        }

        var name = uri.AbsolutePath.Trim('/');
        name = name.Length == 0 ? DefaultName : name;
        if (!RoverName.IsValid(name))
            throw Wrong($"names the cluster \"{NameText.Short(name)}\", which is no name");
        return new ClusterAddress(
            uri.Host, uri.IsDefaultPort || uri.Port <= 0 ? (isPostgres ? PostgresPort : RedisPort) : uri.Port, name,
            uri.UserInfo.Length == 0 ? null : uri.UserInfo) { IsPostgres = isPostgres };
    }

    /// <summary>Null: none is set.</summary>
    /// <exception cref="MaeException">MAE558: the file that the environment names cannot be read.</exception>
    public static string? Password()
    {
        if (Environment.GetEnvironmentVariable(PasswordVariable) is { Length: > 0 } plain)
            return plain;
        if (Environment.GetEnvironmentVariable(PasswordFileVariable) is not { Length: > 0 } path)
            return null;
        try
        {
            return File.ReadLines(path).FirstOrDefault()?.Trim();
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new MaeException(
                ExitCode.Configuration, "MAE558", $"{path}, which {PasswordFileVariable} names, cannot be read.",
                "Correct the variable or the file's permissions.", exception);
        }
    }

    private static MaeException Wrong(string why) =>
        new(ExitCode.Usage, "MAE559", $"The address of the cluster's store {why}.", $"Write one like {Example} or {PostgresExample}.");
}
