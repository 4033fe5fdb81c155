using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace MultiAgentEdge.Host.Messaging;

/// <summary>Reads the authorities that a client trusts.</summary>
internal static class CaFiles
{
    /// <exception cref="MessagingException">MAE408: it cannot be read, or holds no certificate.</exception>
    public static X509Certificate2Collection Read(string caFile)
    {
        var trusted = new X509Certificate2Collection();
        try
        {
            trusted.ImportFromPemFile(caFile);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or CryptographicException)
        {
            throw Errors.CaFile(caFile);
        }

        return trusted.Count > 0 ? trusted : throw Errors.CaFile(caFile);
    }
}
