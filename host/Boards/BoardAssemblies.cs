using System.Reflection;

namespace MultiAgentEdge.Host.Boards;

/// <summary>The board's assemblies as this build made them, carried along as data.</summary>
public static class BoardAssemblies
{
    /// <summary>shared and hardware/Abstractions without the parts that only .NET sees.</summary>
    public static Stream OpenShared() => Open("MultiAgentEdge.Rover.Shared.dll");

    /// <summary>How a rover moves among others, built on <see cref="OpenShared"/>.</summary>
    public static Stream OpenMotion() => Open("MultiAgentEdge.Rover.Motion.dll");

    /// <summary>firmware/Rover and what replays it, built on those two.</summary>
    public static Stream OpenAgent() => Open("MultiAgentEdge.Rover.SelfTest.dll");

    /// <summary>The rest of an ESP32 rover's firmware, compiled against declarations.</summary>
    public static Stream OpenFirmware() => Open("MultiAgentEdge.Rover.Nano.Check.dll");

    /// <summary>What a replay needs, each built on those before it; the agent is the last.</summary>
    public static IReadOnlyList<Stream> OpenReplay() => [OpenShared(), OpenMotion(), OpenAgent()];

    private static Stream Open(string name) =>
        Assembly.GetExecutingAssembly().GetManifestResourceStream(name)
            ?? throw new InvalidOperationException($"This build carries no {name}.");
}
