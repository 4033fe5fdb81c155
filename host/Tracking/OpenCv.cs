using System.Runtime.InteropServices;
using MultiAgentEdge.Host.Commands;
using OpenCvSharp;

namespace MultiAgentEdge.Host.Tracking;

/// <summary>
/// The native half of OpenCV, which only <c>mae track</c> needs: asked for before anything of it is touched, so that whoever lacks it reads
/// what to install instead of a stack.
/// </summary>
public static class OpenCv
{
    private const string Library = "OpenCvSharpExtern";

    private static readonly Lazy<Exception?> Trouble = new(Load);

    /// <summary>Whether images can be looked at on this machine.</summary>
    public static bool IsThere => Trouble.Value is null;

    /// <exception cref="MaeException">MAE630: the native library cannot be loaded.</exception>
    public static void Require()
    {
        if (Trouble.Value is { } trouble)
            throw Explain(trouble);
    }

    /// <summary>What to install, from what the loader said.</summary>
    internal static MaeException Explain(Exception trouble)
    {
        var lines = trouble.Message.Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        // The loader tries several places; the line that names another library says what is missing there.
        var missing = lines.FirstOrDefault(line => line.Contains(".so", StringComparison.Ordinal)
            && !line.Contains($"{Library}.so: cannot open", StringComparison.Ordinal)
            && !line.StartsWith("Unable", StringComparison.Ordinal));
        var what =
            $"OpenCV's native library cannot be loaded, and without it mae track has no "
            + $"eyes{(missing is null ? "" : $": {missing.TrimEnd('.')}")}.";
        var next = missing is not null
            ? "Debian, Ubuntu: sudo apt-get install libgtk-3-0. Poses from elsewhere need no eyes: mae track --stdin, mae track --udp PORT."
            : $"It is there for Linux on x64 (this is {RuntimeInformation.RuntimeIdentifier}); poses from elsewhere need no eyes: mae "
                + $"track --stdin, mae track --udp PORT.";
        return new MaeException(ExitCode.Configuration, "MAE630", what, next, trouble);
    }

    private static Exception? Load()
    {
        try
        {
            // Asked for by name first: the wrapper's own failure hides what the loader said.
            NativeLibrary.Load(Library, typeof(Cv2).Assembly, null);
            Cv2.GetVersionString();
            return null;
        }
        catch (Exception exception) when (
            exception is DllNotFoundException or BadImageFormatException or TypeInitializationException or EntryPointNotFoundException)
        {
            return exception;
        }
    }
}
