using System.CommandLine;
using MultiAgentEdge.Host.Messaging;

namespace MultiAgentEdge.Host.Runs;

/// <summary>Options that several verbs take and that mean the same in each.</summary>
public static class CommonOption
{
    public static Option<string> Runs() => new("--runs") { Description = "Folder for run folders", DefaultValueFactory = _ => "runs" };

    public static Option<bool> InProcess() => new("--in-process") { Description = "No broker: the in-process link" };

    public static Option<string> Client()
    {
        var option = new Option<string>(
            "--client") { Description = "MQTT client: auto or mqttnet, which is the same", DefaultValueFactory = _ => LinkFactory.Auto };
        return option.AcceptOnlyFromAmong(LinkFactory.Auto, LinkFactory.MqttNet);
    }
}
