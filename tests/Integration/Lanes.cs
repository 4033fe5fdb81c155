using MultiAgentEdge.Host.Messaging;
using MultiAgentEdge.Tests.Integration.Cluster;

namespace MultiAgentEdge.Tests.Integration;

/// <summary>What a test needs of this machine; where it lacks, the test is skipped with the command that would change that.</summary>
internal static class Lanes
{
    public static void RequireMosquitto() =>
        Assert.SkipWhen(
            BrokerProgram.Find("mosquitto") is null, "Eclipse Mosquitto is not installed; type: sudo apt-get install mosquitto");

    public static void RequireRedis() =>
        Assert.SkipWhen(
            BrokerProgram.Find("redis-server") is null, "Redis is not installed; type: sudo apt-get install redis-server");

    public static void RequirePostgres() =>
        Assert.SkipWhen(PostgresServer.Find() is null, "PostgreSQL is not installed; type: sudo apt-get install postgresql");
}
