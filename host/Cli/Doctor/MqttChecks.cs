using MultiAgentEdge.Host.Fleet;
using MultiAgentEdge.Host.Messaging;

namespace MultiAgentEdge.Host.Cli.Doctor;

/// <summary>Which broker and which MQTT client this machine offers.</summary>
public static class MqttChecks
{
    public static DoctorCheck Mosquitto() =>
        BrokerProgram.Find("mosquitto") is { } path
            ? new("mosquitto", DoctorCheck.Ok, path)
            : new(
                "mosquitto", DoctorCheck.Note,
                "no Mosquitto here, and none is needed: runs bring a broker of their own, a fleet has mae broker");

    /// <summary>The client that runs take by themselves.</summary>
    public static DoctorCheck Client()
    {
        var chosen = LinkFactory.Choose();
        return new("mqtt_client", DoctorCheck.Ok, $"{chosen.Description}: {chosen.Why}");
    }
}
