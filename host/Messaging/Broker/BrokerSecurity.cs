using System.Security.Cryptography;
using System.Text;

namespace MultiAgentEdge.Host.Messaging;

/// <summary>Passwords and access rights of a real fleet: the host may use the whole fleet's subtree, a rover writes the topics that are its
/// own to write and reads its own subtree and every rover's state, nobody else does anything.</summary>
/// <param name="PasswordFile">Hashed as mosquitto_passwd does it: see <see cref="Messaging.PasswordFile"/>.</param>
/// <param name="AclFile">Who may use which topic.</param>
/// <param name="Tls">Null: no encryption, for the loopback interface only.</param>
public sealed record BrokerSecurity(string PasswordFile, string AclFile, BrokerTls? Tls = null)
{
    /// <summary>What a rover writes; the rest of its subtree it only reads (architecture: topics).</summary>
    private static readonly string[] _writtenByRover =
        ["state", "info", "tele", "plan", "ack", "log", "param/reported", "firmware/reported", "motion"];

    /// <summary>User of rovers that nobody has adopted yet; no rover of a fleet is called so.</summary>
    public const string Strangers = "provisioning";

    private const string StrangersTree = "mae/1/provisioning/#";

    /// <summary>192 random bits as text.</summary>
    public static string NewPassword() => Convert.ToBase64String(RandomNumberGenerator.GetBytes(24)).Replace('+', '-').Replace('/', '_');

    /// <summary>Writes both files, readable by their owner only.</summary>
    /// <param name="folder">Made where absent.</param>
    /// <param name="fleet">Name of the fleet, [a-z0-9-].</param>
    /// <param name="host">User name and password of the host.</param>
    /// <param name="rovers">Password by the rover's name, which is its user name too.</param>
    /// <param name="strangers">Password of rovers that nobody knows yet, which have a tree of their own; null: they cannot connect.</param>
    public static BrokerSecurity Write(
        string folder, string fleet, (string User, string Password) host, IReadOnlyDictionary<string, string> rovers, BrokerTls? tls = null,
        string? strangers = null)
    {
        Directory.CreateDirectory(folder);
        string passwordFile = Path.Combine(folder, "passwd");
        string aclFile = Path.Combine(folder, "acl");
        var acl = new StringBuilder().Append("user ").Append(host.User).Append("\ntopic readwrite mae/1/").Append(fleet).Append("/#\n");
        if (strangers is not null)
            acl.Append($"topic readwrite {StrangersTree}\n\nuser {Strangers}\ntopic readwrite {StrangersTree}\n");
        foreach (var rover in rovers.Keys)
        {
            string subtree = $"mae/1/{fleet}/{rover}/";
            acl.Append("\nuser ").Append(rover).Append("\ntopic read ").Append(subtree).Append("#\n");
            // Where the others are: missions with a neighbour scope look at them.
            acl
                .Append("topic read mae/1/")
                .Append(fleet)
                .Append("/+/state\n")
                .Append("topic read mae/1/")
                .Append(fleet)
                .Append("/+/motion\n");
            foreach (string leaf in _writtenByRover)
                acl.Append("topic write ").Append(subtree).Append(leaf).Append('\n');
        }

        PrivateFile.Write(aclFile, acl.ToString());
        Messaging.PasswordFile.Write(
            passwordFile,
            [host, .. rovers.Select(rover => (rover.Key, rover.Value)), .. strangers is null ? [] : new[] { (Strangers, strangers) }]);
        return new BrokerSecurity(passwordFile, aclFile, tls);
    }
}
