using System.CommandLine;
using System.CommandLine.Parsing;
using MultiAgentEdge.Host.Commands;
using MultiAgentEdge.Host.Fleet;

namespace MultiAgentEdge.Host.Missions.Serve;

/// <summary>From a fleet file to who coordinates its fleet without an end.</summary>
public static class ServedFleet
{
    /// <summary>What is done with a fleet whose file does not say.</summary>
    public const string Default = "formation";

    /// <exception cref="MaeException">MAE553: nobody can coordinate this fleet; or what its options say is wrong.</exception>
    public static IMissionService Of(MissionList missions, FleetFile fleet)
    {
        ArgumentNullException.ThrowIfNull(missions);
        ArgumentNullException.ThrowIfNull(fleet);
        if (fleet.Broker.Host is null)
            throw Cannot(fleet, "names no broker", "Write broker: host: into its file, or add --broker HOST.");
        string[] words = [.. CommandLineParser.SplitCommandLine(fleet.Serve ?? Default)];
        if (words.Length == 0 || missions.All.FirstOrDefault(one => one.Name == words[0]) is not { Run: { } run } mission)
        {
            throw Cannot(
                fleet, $"asks for the mission \"{NameText.Short(words.FirstOrDefault() ?? "")}\", which is not known here",
                $"Known: {string.Join(", ", missions.All.Where(one => one.Run is not null).Select(one => one.Name))}; one of one's own: "
                + "mae --missions DLL serve.");
        }

        var command = new Command(run.Name);
        foreach (var symbol in run.Symbols)
        {
            if (symbol is Option option)
                command.Add(option);
            else if (symbol is Argument argument)
                command.Add(argument);
        }

        var parse = command.Parse(words[1..]);
        if (parse.Errors.Count > 0)
        {
            throw Cannot(
                fleet, $"says serve: {NameText.Short(fleet.Serve!)}, and {parse.Errors[0].Message.TrimEnd('.')}",
                $"Correct it in the fleet file; options are those of mae run {mission.Name}.");
        }

        return mission.Serve(parse, fleet) ?? throw Cannot(
            fleet, $"is to drive the mission {mission.Name}, which has an end", $"Run it by itself: mae run {mission.Name}.");
    }

    /// <summary>MAE553.</summary>
    public static MaeException Cannot(FleetFile fleet, string why, string next)
    {
        ArgumentNullException.ThrowIfNull(fleet);
        return new MaeException(ExitCode.Configuration, "MAE553", $"Fleet {fleet.Fleet} {why}: a silo cannot coordinate it.", next);
    }
}
