using MultiAgentEdge.Host.Commands;
using MultiAgentEdge.Host.Tracking;

namespace MultiAgentEdge.Tests.Host.Tracking;

public sealed class OpenCvTests
{
    [Fact]
    public void A_library_that_is_missing_is_named_with_what_to_install()
    {
        var trouble = new DllNotFoundException("""
            Unable to load shared library 'OpenCvSharpExtern' or one of its dependencies. In order to help diagnose loading problems, consider using a tool like strace:
            /somewhere/libOpenCvSharpExtern.so: cannot open shared object file: No such file or directory
            libgtk-3.so.0: cannot open shared object file: No such file or directory
            """);
        var said = OpenCv.Explain(trouble);
        Assert.Equal((ExitCode.Configuration, "MAE630"), (said.ExitCode, said.Code));
        Assert.Contains("libgtk-3.so.0", said.What, StringComparison.Ordinal);
        Assert.Contains("apt-get install libgtk-3-0", said.Next, StringComparison.Ordinal);
    }

    [Fact]
    public void Another_kind_of_machine_is_told_so()
    {
        var said = OpenCv.Explain(
            new DllNotFoundException("Unable to load shared library 'OpenCvSharpExtern' or one of its dependencies."));
        Assert.Contains("Linux on x64", said.Next, StringComparison.Ordinal);
        Assert.Contains("--stdin", said.Next, StringComparison.Ordinal);
    }
}
