using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace MultiAgentEdge.Host.Messaging;

/// <summary>Makes a certificate authority of the fleet's own and the broker's certificate.</summary>
public static class BrokerTlsFiles
{
    /// <summary>Writes ca.pem, broker.pem and broker.key; the key of the authority is thrown away, so renewing makes a new
    /// authority.</summary>
    /// <param name="folder">Made where absent.</param>
    /// <param name="hosts">Names or addresses under which rovers reach the broker.</param>
    /// <param name="now">Valid from a day before (clocks differ) for ten years.</param>
    public static BrokerTls Write(string folder, IReadOnlyList<string> hosts, DateTimeOffset now)
    {
        Directory.CreateDirectory(folder);
        var (from, until) = (now.AddDays(-1), now.AddYears(10));

        using var caKey = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var caRequest = new CertificateRequest("CN=MultiAgentEdge fleet CA", caKey, HashAlgorithmName.SHA256);
        caRequest.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, true, 0, true));
        caRequest.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.KeyCertSign, true));
        using var ca = caRequest.CreateSelfSigned(from, until);

        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest($"CN={hosts[0]}", key, HashAlgorithmName.SHA256);
        var names = new SubjectAlternativeNameBuilder();
        foreach (string host in hosts)
        {
            if (IPAddress.TryParse(host, out var address))
                names.AddIpAddress(address);
            else
                names.AddDnsName(host);
        }

        request.CertificateExtensions.Add(names.Build());
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(false, false, 0, true));
        request.CertificateExtensions.Add(
            new X509EnhancedKeyUsageExtension([new Oid("1.3.6.1.5.5.7.3.1", "Server Authentication")], false));
        using var certificate = request.Create(ca, from, until, RandomNumberGenerator.GetBytes(16));

        var files = new BrokerTls(Path.Combine(folder, "ca.pem"), Path.Combine(folder, "broker.pem"), Path.Combine(folder, "broker.key"));
        PrivateFile.Write(files.CaFile, ca.ExportCertificatePem() + "\n");
        PrivateFile.Write(files.CertificateFile, certificate.ExportCertificatePem() + "\n");
        PrivateFile.Write(files.KeyFile, key.ExportPkcs8PrivateKeyPem() + "\n");
        return files;
    }
}
