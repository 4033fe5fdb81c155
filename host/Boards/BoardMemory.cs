namespace MultiAgentEdge.Host.Boards;

/// <summary>What flash and provision say of memory; hardware/boards/README.md has the table, <c>mae bench board</c> the figures.</summary>
public static class BoardMemory
{
    /// <summary>In words, for a person who is about to choose a board or its missions.</summary>
    public const string WithoutPsram =
        "Without PSRAM a board with 79 kB of managed heap drives formations on lanes, one with 80 kB also int8 coverage where rovers need not "
        + "keep clear of each other (body_radius_um 0), both without TLS; one with 111 kB also formations in the plane, deliveries and float "
        + "coverage, each with its own sizes provisioned. Longer horizons and larger networks need PSRAM (hardware/boards/README.md).";
}
