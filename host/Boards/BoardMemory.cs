namespace MultiAgentEdge.Host.Boards;

/// <summary>What flash and provision say of memory; hardware/boards/README.md has the table, <c>mae bench board</c> the figures.</summary>
public static class BoardMemory
{
    /// <summary>In words, for a person who is about to choose a board or its missions.</summary>
    public const string WithoutPsram =
        "Without PSRAM a board with 111 kB of managed heap drives formations on lanes, int8 coverage and, where rovers need not keep clear "
        + "of each other (body_radius_um 0), delivery, each with its own sizes provisioned. All else needs PSRAM, and where only 79 kB are "
        + "left everything does (hardware/boards/README.md).";
}
