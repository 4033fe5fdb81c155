using System.CommandLine;
using System.Net;
using System.Net.Sockets;
using System.Text.Json.Nodes;
using MultiAgentEdge.Firmware;
using MultiAgentEdge.Host.Boards;
using MultiAgentEdge.Host.Commands;
using MultiAgentEdge.Host.Fleet;
using MultiAgentEdge.Host.Messaging;
using Spectre.Console;

namespace MultiAgentEdge.Host.Cli.Verbs;

/// <summary><c>mae sim --on</c>: virtual boards, each an interpreter of its own with the board's program and simulated wheels.</summary>
internal sealed class VirtualSim
{
    /// <summary>For an interpreter on a machine that is busy, to load and to call.</summary>
    private static readonly TimeSpan StartLimit = TimeSpan.FromSeconds(60);

    private readonly Option<string?> on = new("--on")
    {
        Description = "Each rover as a virtual board, a process of its own: nanoclr:PATH is an interpreter of nanoFramework, dotnet:PATH "
            + "the same program for .NET (firmware/Rover.Virtual)",
        HelpName = "KIND:PATH",
    };

    private readonly Option<string> assemblies = new("--pe")
    {
        Description = $"With --on nanoclr: folder of the .pe files (default {Interpreter.AssembliesFolder})", HelpName = "DIR",
        DefaultValueFactory = _ => Interpreter.AssembliesFolder,
    };

    public IEnumerable<Symbol> Symbols => [on, assemblies];

    public bool IsAsked(ParseResult parse) => parse.GetValue(on) is not null;

    /// <param name="others">Options that simulated rovers have and virtual boards have not.</param>
    public VerbResult Run(ParseResult parse, VerbContext context, FleetFile file, string? only, Option[] others, CancellationToken end)
    {
        var interpreter = Interpreter.Parse(parse.GetValue(on)!, parse.GetRequiredValue(assemblies));
        var wrong = others.Where(option => parse.GetResult(option) is { Implicit: false }).Select(option => option.Name).ToList();
        if (file.Broker.ToLinkOptions(ClientIds.Host(file.Fleet, "sim"), StartLimit).CaFile is not null)
            wrong.Add("TLS");
        if (wrong.Count > 0)
        {
            throw new MaeException(
                ExitCode.Usage, "MAE362", $"Virtual boards have no {string.Join(", ", wrong)}.", "Leave it out, or leave out --on.");
        }

        var rovers = file.Rovers.Select(rover => rover.Name).Where(name => only is null || name == only).ToList();
        using var team = new VirtualTeam(interpreter, rovers.Select(name => (name, Settings(file, name))), context.Console.WriteLine);
        context.Console.WriteLine(
            $"{rovers.Count} virtual boards of fleet {file.Fleet} on {file.Broker.Address}, by {interpreter.Program}. Ctrl-C ends them.");
        team.Run(StartLimit, end);
        context.Cancellation.ThrowIfCancellationRequested();
        var json = new JsonObject
        {
            ["fleet"] = file.Fleet,
            ["rovers"] = new JsonArray([.. team.Rovers.Select(rover => (JsonNode)new JsonObject
            {
                ["name"] = rover.Name, ["process_id"] = rover.ProcessId, ["boots"] = rover.Boots, ["is_running"] = rover.HasCable,
                ["why_not"] = rover.Why,
            })]),
        };
        return new VerbResult(json, team.Rovers.All(rover => rover.HasCable) ? ExitCode.Ok : ExitCode.Partial);
    }

    /// <summary>What a rover of this fleet is provisioned with.</summary>
    private static byte[] Settings(FleetFile file, string rover)
    {
        var link = file.Broker.ToLinkOptions(rover, StartLimit);
        var settings = new RoverSettings();
        Set(settings, RoverSettings.Fleet, file.Fleet);
        Set(settings, RoverSettings.Name, rover);
        // The network is the computer's, and a board without a name of one joins none.
        Set(settings, RoverSettings.WifiSsid, "virtual");
        Set(settings, RoverSettings.BrokerHost, AddressOf(link.Host));
        Set(settings, RoverSettings.BrokerPort, link.Port.ToString(System.Globalization.CultureInfo.InvariantCulture));
        Set(settings, RoverSettings.BrokerUser, file.Secured is null ? link.User : rover);
        Set(settings, RoverSettings.BrokerPassword, file.Secured is { } security ? security.PasswordOf(rover) : link.Password);
        Set(settings, RoverSettings.ParameterKey, file.Keys() is { } keys ? Convert.ToHexStringLower(keys.KeyOf(rover)) : null);
        var text = new byte[RoverSettings.TextBytes];
        return text[..settings.Write(text)];
    }

    private static void Set(RoverSettings settings, int setting, string? value)
    {
        if (settings.TrySet(setting, value ?? "") is { } wrong)
        {
            throw new MaeException(
                ExitCode.Configuration, "MAE205", $"A board's {RoverSettings.NameOf(setting)} {wrong}.", "Change it in the fleet file.");
        }
    }

    /// <summary>A board's sockets are of IPv4, and .NET's stand-in looks no name up.</summary>
    private static string AddressOf(string host)
    {
        if (IPAddress.TryParse(host, out _))
            return host;
        try
        {
            return Dns.GetHostAddresses(host, AddressFamily.InterNetwork) is [var first, ..] ? first.ToString() : host;
        }
        catch (SocketException)
        {
            return host;
        }
    }
}
