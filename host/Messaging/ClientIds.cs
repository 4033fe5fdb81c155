using System.Security.Cryptography;

namespace MultiAgentEdge.Host.Messaging;

/// <summary>
/// MQTT client ids. A broker lets go of the first of two clients of one id, so an id says fleet and role, and for a host something random:
/// process ids are the same in two containers. Levels stand between dots, which no name has: no fleet and rover spell another's id. Rovers
/// have ids of their own (firmware/Rover).
/// </summary>
public static class ClientIds
{
    private const int RandomBytes = 6;

    /// <summary>The rover whose client id this is, or would be; null for any other id.</summary>
    public static string? RoverOf(string clientId) => clientId.Split('.') is ["mae", _, "rover", var name, ..] ? name : null;

    /// <param name="fleet">Name of the fleet, [a-z0-9-].</param>
    /// <param name="role">What this client is there for: the verb, or a part of it.</param>
    public static string Host(string fleet, string role) =>
        $"mae.{fleet}.{role}.{Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(RandomBytes))}";
}
