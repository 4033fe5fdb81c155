using MultiAgentEdge.Host.Commands;
using MultiAgentEdge.Host.Fleet;
using MultiAgentEdge.Host.Worlds;
using YamlDotNet.RepresentationModel;

namespace MultiAgentEdge.Host.Missions.Delivery.Graph;

/// <summary>A node named elsewhere in a graph file.</summary>
internal static class NodeReference
{
    /// <summary>-1, noted, where there is no such node.</summary>
    public static int Index(YamlMap map, YamlNode at, List<TaskNode> nodes)
    {
        var name = (at as YamlScalarNode)?.Value ?? "";
        var index = nodes.FindIndex(node => node.Name == name);
        if (index >= 0 || nodes.Count == 0)
            return index;
        var near = Suggestion.For(name, nodes.Select(node => node.Name));
        map.Note(
            "MAE208", at, $"There is no node \"{(name.Length > 40 ? name[..40] : name)}\" in this graph.",
            near is null ? "Add it to nodes, or name one that is there." : $"Did you mean \"{near}\"?");
        return -1;
    }
}
