using System.Globalization;
using System.Net.Security;
using System.Security.Cryptography.X509Certificates;

namespace MultiAgentEdge.Host.Messaging;

/// <summary>Says what is wrong with a broker's certificate, most fundamental first.</summary>
internal static class CertificateCheck
{
    /// <param name="errors">Of the handshake: whether the name differs.</param>
    /// <param name="now">By this machine's clock.</param>
    public static BrokerFinding Of(
        X509Certificate2 shown, X509Certificate2Collection authorities, SslPolicyErrors errors, string host, DateTime now)
    {
        using var chain = new X509Chain();
        chain.ChainPolicy.TrustMode = X509ChainTrustMode.CustomRootTrust;
        chain.ChainPolicy.CustomTrustStore.AddRange(authorities);
        chain.ChainPolicy.RevocationMode = X509RevocationMode.NoCheck;
        // Dates are judged below: an authority's own may be what is past.
        chain.ChainPolicy.VerificationFlags = X509VerificationFlags.IgnoreNotTimeValid | X509VerificationFlags.IgnoreNotTimeNested;
        var isBuilt = chain.Build(shown);
        if (!isBuilt
            && chain.ChainStatus.Any(one => one.Status is not X509ChainStatusFlags.NotTimeValid and not X509ChainStatusFlags.NotTimeNested))
            return new(BrokerCause.UnknownAuthority, $"its certificate is from {Name(shown.Issuer)}, for which the CA file does not vouch");
        foreach (var element in chain.ChainElements)
        {
            var certificate = element.Certificate;
            var whose = $"the certificate of {Name(certificate.Subject)}";
            if (now > certificate.NotAfter)
                return new(BrokerCause.CertificateExpired, $"{whose} expired on {Day(certificate.NotAfter)}");
            if (now < certificate.NotBefore)
            {
                return new(
                    BrokerCause.CertificateExpired,
                    $"{whose} is valid from {Day(certificate.NotBefore)} on; this machine's clock says {Day(now)}");
            }
        }

        return errors.HasFlag(SslPolicyErrors.RemoteCertificateNameMismatch)
            ? new(BrokerCause.OtherHost, $"its certificate is for {Names(shown)}, not for {host}")
            : new(BrokerCause.None, "");
    }

    private static string Names(X509Certificate2 shown)
    {
        var names = shown.Extensions.OfType<X509SubjectAlternativeNameExtension>()
            .SelectMany(one => one.EnumerateDnsNames().Concat(one.EnumerateIPAddresses().Select(address => address.ToString())))
            .ToList();
        return names.Count > 0 ? string.Join(", ", names) : Name(shown.Subject);
    }

    private static string Name(string subject) => subject.StartsWith("CN=", StringComparison.Ordinal) ? subject[3..] : subject;

    private static string Day(DateTime time) => time.ToUniversalTime().ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
}
