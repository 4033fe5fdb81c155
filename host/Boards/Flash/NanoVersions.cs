using System.Reflection;
using System.Xml.Linq;

namespace MultiAgentEdge.Host.Boards;

/// <summary>The versions of firmware/Rover.Nano/Versions.props, carried along as data.</summary>
public static class NanoVersions
{
    private static readonly Lazy<XDocument> Listed = new(() =>
    {
        using var stream = Assembly.GetExecutingAssembly().GetManifestResourceStream("Versions.props")
            ?? throw new InvalidOperationException("This build carries no Versions.props.");
        return XDocument.Load(stream);
    });

    /// <summary>The nanoFramework firmware that belongs to the packages.</summary>
    public static string Firmware => Listed.Value.Descendants("NanoFirmware").Single().Value;

    /// <summary>Where images of releases are, with a / at its end; empty where there are none.</summary>
    public static string Release => Listed.Value.Descendants("FirmwareRelease").Single().Value;
}
