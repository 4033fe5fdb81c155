using Mono.Cecil;

namespace MultiAgentEdge.Host.Boards;

/// <summary>The board assembly of a mission of one's own: compiled against the product's assemblies of this machine, it is made to stand
/// on a board's.</summary>
internal static class OwnAssembly
{
    private static readonly Dictionary<string, string> OnBoards = new(StringComparer.Ordinal)
    {
        ["MultiAgentEdge.Shared"] = "MultiAgentEdge.Rover.Shared",
        ["MultiAgentEdge.Hardware.Abstractions"] = "MultiAgentEdge.Rover.Shared",
        ["MultiAgentEdge.Rover"] = "MultiAgentEdge.Rover.SelfTest",
    };

    private static readonly HashSet<string> MotionRooms = new(
        StringComparer.Ordinal) { "MultiAgentEdge.Estimation", "MultiAgentEdge.Clearance", "MultiAgentEdge.Formation" };

    /// <param name="path">A file.</param>
    public static Stream OnBoard(string path)
    {
        using var resolver = new BoardResolver();
        var motion = new AssemblyNameReference("MultiAgentEdge.Rover.Motion", new Version(0, 1, 0, 0));
        using var module = ModuleDefinition.ReadModule(path, new ReaderParameters { AssemblyResolver = resolver });
        foreach (var type in module.GetTypeReferences())
        {
            // Of shared, a board has the rooms of motion in an assembly of their own.
            if (type.Scope.Name == "MultiAgentEdge.Shared" && MotionRooms.Contains(type.Namespace))
                type.Scope = motion;
        }

        module.AssemblyReferences.Add(motion);
        foreach (var reference in module.AssemblyReferences)
            reference.Name = OnBoards.GetValueOrDefault(reference.Name, reference.Name);
        var written = new MemoryStream();
        module.Write(written);
        written.Position = 0;
        return written;
    }
}
