using Nightshift.Model;
using Nightshift.Sinks;

namespace Nightshift.Tests.Sinks;

public sealed class UnwritableOutputTests : IDisposable
{
    private readonly Folder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_target_that_can_be_written_is_left_untouched_by_the_check()
    {
        File.WriteAllText(_folder.At("there.csv"), "before");

        OutputFile.CheckWritable(new OutputTarget(_folder.At("there.csv")));
        OutputFile.CheckWritable(new OutputTarget(_folder.At("new.csv")));
        OutputFile.CheckWritable(new OutputTarget("-"));

        _folder.Names.ShouldBe(["there.csv"]);
        File.ReadAllText(_folder.At("there.csv")).ShouldBe("before");
    }

    [Fact]
    public void A_missing_folder_is_named_with_the_cure() =>
        Check("no/o.csv").ShouldBe($"cannot write '{_folder.At("no/o.csv")}': there is no folder '{_folder.At("no")}'; create it or choose another place");

    [Fact]
    public void A_folder_is_not_a_file()
    {
        Directory.CreateDirectory(_folder.At("out.csv"));

        Check("out.csv").ShouldBe($"cannot write '{_folder.At("out.csv")}': it is a folder; name a file in it");
    }

    [Fact]
    public void A_file_is_not_a_folder()
    {
        File.WriteAllText(_folder.At("file"), "");

        Check("file/o.csv").ShouldContain("is a file and not a folder; choose another place");
    }

    [Fact]
    public void A_read_only_target_is_respected()
    {
        File.WriteAllText(_folder.At("o.csv"), "kept");
        File.SetAttributes(_folder.At("o.csv"), FileAttributes.ReadOnly);

        Check("o.csv").ShouldEndWith("the file is read-only; allow writing to it or choose another name");
        File.SetAttributes(_folder.At("o.csv"), FileAttributes.Normal);
    }

    [Fact]
    public void A_folder_without_permission_is_said_to_be_one()
    {
        if (OperatingSystem.IsWindows() || Environment.IsPrivilegedProcess)
        {
            Assert.Skip("permissions do not bind this user");
            return;
        }
        Directory.CreateDirectory(_folder.At("closed"), UnixFileMode.UserRead | UnixFileMode.UserExecute);

        Check("closed/o.csv").ShouldContain("no permission to write there; allow it or choose another place");
    }

    [Fact]
    public void A_name_that_is_too_long_is_said_to_be_so() => Check(new string('x', 300) + ".csv").ShouldStartWith("cannot write ");

    [Fact]
    public async Task A_full_disk_is_said_to_be_full_with_the_cure()
    {
        Assert.SkipUnless(File.Exists("/dev/full"), "there is no /dev/full here");

        var thrown = await Should.ThrowAsync<OutputException>(() => OutputFile.WriteAsync(
            new OutputTarget("/dev/full"), OutputShape.For([], Rows.Task), Rows.Stream([Rows.Answered(0, "{}", "x")])));

        thrown.Message.ShouldBe("cannot write '/dev/full': the disk is full; free some space or choose another place "
            + "(nothing is lost: `nightshift results JOB -o FILE` writes it again)");
    }

    [Fact]
    public async Task A_device_is_written_to_and_not_replaced()
    {
        Assert.SkipUnless(File.Exists("/dev/null"), "there is no /dev/null here");

        var summary = await OutputFile.WriteAsync(
            new OutputTarget("/dev/null"), OutputShape.For([], Rows.Task), Rows.Stream([Rows.Answered(0, "{}", "x")]));

        summary.Rows.ShouldBe(new RowCounts(0, 0, 0, 1, 0, 0, 0));
        File.GetAttributes("/dev/null").HasFlag(FileAttributes.Normal).ShouldBeTrue();
        new FileInfo("/dev/null").Length.ShouldBe(0);
    }

    private string Check(string name) =>
        Should.Throw<OutputException>(() => OutputFile.CheckWritable(new OutputTarget(_folder.At(name)))).Message;
}
