using Mono.Cecil;

namespace MultiAgentEdge.Host.Boards;

/// <summary>Finds the board's assemblies, which are no files, for who reads what is built on them.</summary>
internal sealed class BoardResolver : DefaultAssemblyResolver
{
    private readonly Dictionary<string, AssemblyDefinition> board = new(StringComparer.Ordinal);

    public BoardResolver()
    {
        foreach (var image in BoardAssemblies.OpenReplay())
        {
            var assembly = AssemblyDefinition.ReadAssembly(image);
            board.Add(assembly.Name.Name, assembly);
        }
    }

    public override AssemblyDefinition Resolve(AssemblyNameReference name) => board.GetValueOrDefault(name.Name) ?? base.Resolve(name);

    protected override void Dispose(bool disposing)
    {
        foreach (var assembly in board.Values)
            assembly.Dispose();
        base.Dispose(disposing);
    }
}
