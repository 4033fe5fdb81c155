using System.CommandLine;
using MultiAgentEdge.Host.Commands;
using Orleans.Runtime;

namespace MultiAgentEdge.Host.Cluster;

/// <summary>The option of every verb that speaks to a cluster, and what can go wrong with it.</summary>
internal static class ClusterOption
{
    public static Option<string?> Create() => new("--cluster")
    {
        Description = $"Store of the cluster, such as {ClusterAddress.Example} or {ClusterAddress.PostgresExample}; its password: "
            + $"{ClusterAddress.PasswordVariable} or "
            + $"{ClusterAddress.PasswordFileVariable} (default: alone on this machine)",
        HelpName = "STORE",
    };

    /// <exception cref="MaeException">MAE555: store or cluster do not answer.</exception>
    public static async Task<T> TryAsync<T>(Func<Task<T>> ask, ClusterAddress? address)
    {
        try
        {
            return await ask();
        }
        catch (Exception exception) when (Causes(exception).Any(cause => cause is StoreException or OrleansException
            or StackExchange.Redis.RedisException or Npgsql.NpgsqlException or TimeoutException or System.Net.Sockets.SocketException
            or IOException))
        {
            throw new MaeException(
                ExitCode.Unreachable, "MAE555",
                Causes(exception).OfType<StoreException>().FirstOrDefault()?.Message
                    ?? $"{(address is null ? "No silo on this machine answers" : $"Cluster {address.Text} does not answer")}: "
                    + $"{Causes(exception).Last().Message.TrimEnd('.')}.",
                address is null ? "Start one: mae serve." : "Is the store up, and a silo: mae serve --cluster ...?", exception);
        }
    }

    public static Task TryAsync(Func<Task> ask, ClusterAddress? address) => TryAsync(
        async () =>
        {
            await ask();
            return true;
        },
        address);

    private static IEnumerable<Exception> Causes(Exception exception)
    {
        for (var one = exception; one is not null; one = one.InnerException)
            yield return one;
    }
}
